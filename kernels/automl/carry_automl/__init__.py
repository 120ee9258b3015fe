"""One trial of an AutoML job: fits a candidate, measures it, and saves the model."""
