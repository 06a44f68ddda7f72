"""What templates may show: frozen, plain data, purpose-made for each page and holding nothing more.

Addresses are relative to the root of the site (``models/zhang-san.html``); templates turn them
into relative links with ``to(url)``. Dates are ``datetime.date``; how a day is written is a filter's job.
"""
