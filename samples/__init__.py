"""Sample documents of our own: invented companies, drawn by code, with the truth the code knows.

They are for the demo and for tests. They say nothing about quality: whoever writes the documents
knows where the values stand.
"""
