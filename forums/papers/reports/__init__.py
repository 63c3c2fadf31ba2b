"""The report of a session to leadership (Nota Dinas), as PDF and .docx."""
