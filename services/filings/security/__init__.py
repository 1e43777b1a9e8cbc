"""SX and SF: security companies of elsewhere that work in Shanghai, and their branches here (domain B6b)."""
