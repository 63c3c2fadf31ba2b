"""The pictures of the guides: `script/pictures` plays the first day of a city and photographs its pages."""
