"""Dataclasses in, bytes of documents out. Plain Python: knows no model and no web page.

`official` is the page of GB/T 9704 that Word documents are written on, `sheet` the table that Excel
documents are written in; each other module is one kind of document. Their words are Chinese, as the
documents are, whatever language the screen speaks.
"""
