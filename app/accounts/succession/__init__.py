"""Hand-over of office: the roles and the open work of a person pass to a successor in one act."""
