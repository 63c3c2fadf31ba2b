"""Coming in and going out: by password, by mailed link, by invitation; slow for those who guess."""
