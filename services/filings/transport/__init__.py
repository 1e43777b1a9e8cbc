"""TB and TP: transport of precursor chemicals of category 3 (filing) and 2 (licence) from Shanghai (domain B6)."""
