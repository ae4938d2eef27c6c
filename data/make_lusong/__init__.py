"""Makes the exports of data/raw/lusong from the published figures of 2021 and the cost patterns of `facts/`."""
