"""English sentences of the core about tables that come in: see `portal.core_sentences`."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TABLES = (
    gettext_noop(
        "This is neither an Excel workbook nor a text table, whatever its name says. Upload an .xlsx or .csv file."
    ),
    gettext_noop(
        "This is a web page or XML that only has the name of a table. Open it in Excel or LibreOffice, save it as "
        ".xlsx (Excel workbook) and upload that."
    ),
    gettext_noop(
        "This is a workbook of the old Excel format (.xls). Open it in Excel or LibreOffice, save it as .xlsx (Excel "
        "workbook) and upload that."
    ),
    gettext_noop(
        "This is a binary workbook (.xlsb). Open it in Excel or LibreOffice, save it as .xlsx (Excel workbook) and "
        "upload that."
    ),
    gettext_noop(
        "This is an OpenDocument file. Open it in Excel or LibreOffice, save it as .xlsx (Excel workbook) and upload "
        "that."
    ),
    gettext_noop("The workbook needs a password to open. Save a copy without one and upload that."),
    gettext_noop("The workbook holds macros (.xlsm). Save it as .xlsx, without macros, and upload that."),
    gettext_noop("The file is larger than allowed. Split it and upload the parts."),
    gettext_noop("The workbook unpacks to far more than its size. Copy its cells into a new workbook and upload that."),
    gettext_noop("The table has more rows than allowed. Split it and upload the parts."),
    gettext_noop("The table has more columns than allowed. Delete what stands far to the right."),
    gettext_noop(
        "The cells of the sheet lie too far apart. Delete what stands far below or far to the right of the table."
    ),
    gettext_noop("Reading the table took too long and was stopped. Split it and upload the parts."),
    gettext_noop("Reading the table took too much memory and was stopped. Split it and upload the parts."),
    gettext_noop("The text of the file is in no known encoding. Save it as CSV UTF-8 and upload that."),
    gettext_noop("The file is damaged or incomplete. Open it, save it again and upload that."),
    gettext_noop("The file made its reader crash. Open it, save it again and upload that."),
    gettext_noop(
        "The table reader could not be started. This is not the file's fault: try again, and tell the operator if it "
        "stays."
    ),
    # Translators: of a cell of a workbook; the text is #N/A or its like.
    gettext_noop("%(text)s is an error, no value; correct the cell or empty it"),
    gettext_noop("a formula that was never calculated; open the file, calculate and save it, or type the value"),
    gettext_noop(
        "a number of more than 15 digits, of which Excel keeps only 15; format the cell as text and type it again"
    ),
    gettext_noop(
        "a date before 1 March 1900, which programs count differently; format the cell as text and type it again"
    ),
)

FIELDS_SHEET = (
    # Translators: what is a setting of a field: type of field, decimal mark, order of dates.
    gettext_noop("The %(what)s is missing. Write one of: %(words)s."),
    gettext_noop("“%(word)s” is no %(what)s. Write one of: %(words)s."),
    gettext_noop("“%(word)s” is no %(what)s. Did you mean “%(near)s”? Write one of: %(words)s."),
    gettext_noop("“%(word)s” is neither yes nor no. Write yes, or leave the cell empty."),
    gettext_noop("“%(text)s” is no number of 0 or more. Write it with a point, as 0.01."),
    gettext_noop("A line begins with =. Write the value first, then = and the words that mean it: EUR = €, Euro."),
    gettext_noop("The column “Name” is missing. The first row of the sheet names its columns."),
    gettext_noop("The column “List” is missing. It says to which list a field belongs."),
    gettext_noop("“%(text)s” is no column of this sheet. Rename the column or delete it."),
    gettext_noop("“%(text)s” is no column of this sheet. Did you mean “%(near)s”? Rename the column or delete it."),
    gettext_noop("The column “%(name)s” is here twice. Delete one of them."),
    gettext_noop("“%(text)s” is no setting of the contract. Write one of: %(words)s."),
    gettext_noop("“%(text)s” is no setting of the contract. Did you mean “%(near)s”? Write one of: %(words)s."),
    gettext_noop("“%(name)s” is here twice. Delete one of the rows."),
    gettext_noop(
        "“%(name)s” is here twice: it stands in %(place)s already. Give one of them another name, or delete it."
    ),
    gettext_noop(
        "“%(name)s” is no list. Write the name of a list of the sheet Lists, add it there, or leave the cell empty "
        "for a field of the document."
    ),
    gettext_noop(
        "“%(name)s” is no list. Did you mean “%(near)s”? Write the name of a list of the sheet Lists, add it there, "
        "or leave the cell empty for a field of the document."
    ),
    gettext_noop("The list %(name)s has no fields. Give it one on the sheet Fields, or delete this row."),
    gettext_noop("There are no fields. Write one in each row."),
    gettext_noop("An enum needs its allowed values, one a line, as EUR = €, Euro."),
    gettext_noop("Only the type enum has allowed values. Choose that type, or empty this cell."),
    gettext_noop(
        "“%(name)s” is no name. Names have small letters, digits and underscores, begin with a letter and have at "
        "most 60 signs. Write for example “%(better)s”."
    ),
    gettext_noop(
        "The name is missing. Names have small letters, digits and underscores, begin with a letter and have at most "
        "60 signs. Write for example “%(better)s”."
    ),
    gettext_noop("A formula; what it gave when the file was saved counts."),
    gettext_noop("There is no sheet “Fields”. Download the fields as Excel, and change that file."),
    gettext_noop("The sheet “%(name)s” is not read."),
)
"""Of the sheets of a contract."""
