"""Files of the CNCF landscape and endoflife.date, beside the catalog → what differs → catalog files that say so.

Knows nothing of where files come from or go to: texts in, texts out.
"""
