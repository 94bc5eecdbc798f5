"""What was said, by whom, and whether the record bears it out.

    text ── sentences ── quantities, dates, mentions ──▶ spans
    spans ── speakers, kinds ── extract ──▶ Claims, each with its place in the text
    claims, the ledger ── checks ──▶ Verdicts, each with the records' cells

All offsets are Unicode code points of the text, the end exclusive. Every rule has a name, which stands in what it made.
"""
