"""Words against figures: a written report -> its figures, bound to what they say they are, and what does not hold."""
