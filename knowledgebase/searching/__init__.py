"""How a question finds its articles: words, index, order, marks. knowledgebase/search.py is the way in."""
