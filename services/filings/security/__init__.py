"""SX and SF: security companies of elsewhere that work in Shanghai, and their branches here (domain B6b).

In: the steps of both filings. Out: the declarations SX and SF. The guards of a filing are judged row by row.
Not here: the company and its handler (`services.filings.company`), reading of tables, visits after the filing.
"""
