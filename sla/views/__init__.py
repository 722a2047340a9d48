"""Pages about promises and complaints."""
