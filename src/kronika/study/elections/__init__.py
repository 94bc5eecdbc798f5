"""Were these protocols rewritten? What is arithmetically impossible, and what is improbable.

    table, mapping ── reading ──▶ Protocols ── excluding ──▶ stations kept ──▶ arithmetic, official  (A: cannot be)
                                                                           └─▶ integers, digits      (B: by chance?)
    all of these ── report.run ──▶ Finding

A and B are never put into one score. docs/methods.md says how each is done, and how it can mislead.
"""
