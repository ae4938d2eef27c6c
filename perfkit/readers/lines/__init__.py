"""What the rows and cells of a table mean: lines and the rows around them, accounts, amounts, dates, vouchers."""
