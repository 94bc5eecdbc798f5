"""Were these protocols rewritten? What is arithmetically impossible, what is improbable, and what a model would say.

    table, mapping ── reading ──▶ Protocols ── excluding ──▶ stations kept ──▶ arithmetic, official  (A: cannot be)
                                                                           └─▶ integers, digits      (B: by chance?)

A and B are never put into one score. docs/methods.md says how each is done, and how it can mislead.
"""
