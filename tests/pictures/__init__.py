"""The pictures of the documents: `script/pictures` plays the first day of a city and photographs its pages."""
