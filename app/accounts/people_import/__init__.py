"""Import of people and organisations from a spreadsheet, with a preview."""
