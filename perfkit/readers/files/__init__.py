"""What lies on disk -> cells of text: workbooks, text files, web pages, XML, archives."""
