"""Files of customers: read in whatever shape they come, screened whole, answered in a file."""
