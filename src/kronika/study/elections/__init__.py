"""Were these protocols rewritten? What is arithmetically impossible, what is improbable, and what a model makes of it.

    Protocols ── excluding ──▶ stations kept ──▶ arithmetic, official           (A: cannot be)
                                              ├─▶ integers, digits              (B: by chance?)
                                              │     calibration, power            …in clean elections; unseen?
                                              └─▶ anomalous, fingerprint        (C: how many, if a model held)
    all of these ── report.run ──▶ Finding;  several elections ── compare.run ──▶ Finding

The three are never put into one score. docs/methods.md says how each is done, and how it can mislead.
"""
