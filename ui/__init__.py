"""The Qt Widgets desktop program: show, ask, wait politely.

May import: services, domain, base. Never speaks SQL, never computes a score, never lays out a page.
"""
