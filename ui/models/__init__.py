"""Item models, proxies and delegates; no windows."""
