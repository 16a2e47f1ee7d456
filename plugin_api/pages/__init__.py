"""The pages a person reads without JavaScript: words, forms and views behind the templates."""
