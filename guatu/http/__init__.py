"""What every door shares: who asks, what a refusal answers, which day it is."""
