"""The dashboard: indicators of a time, of everything, a forum or an organisation, with the lists behind them."""
