"""What the words of names are: any script as Latin words, given names, company words, syllables, sounds."""
