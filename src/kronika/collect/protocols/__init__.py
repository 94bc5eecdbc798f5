"""Tables of polling-station protocols: whatever columns a commission prints, read into one form, row by row.

file ── sheet ── mapping (written, or proposed by guess) ── reading ──▶ stations.Protocols
"""
