"""The English sentences that a page may show although no catalogue was at hand where they were made.

The core (`extraction/`, `evaluation/`) knows no languages, and what a row stores is English whoever reads it. Here
they are listed for the catalogue and for `sentences.translated`, which finds them again. A placeholder stands for
what differs. `problem` and `why` hold a sentence of this list, `left`, `right` and `term` words of a rule.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portal.table_sentences import FIELDS_SHEET, TABLES

PDFS = (
    gettext_noop("The file is empty. Upload it again."),
    gettext_noop("The file cannot be opened. Check that it exists and may be read."),
    gettext_noop("The file is larger than allowed. Split it, or save it with smaller pictures."),
    gettext_noop("This is not a PDF, whatever its name says. Upload the PDF itself."),
    gettext_noop("The PDF needs a password to open. Save a copy without one and upload that."),
    gettext_noop("The PDF has no pages. Ask its sender for a complete one."),
    gettext_noop("The PDF has no page of that number."),
    gettext_noop("The PDF has more pages than allowed. Split it and upload the parts."),
    gettext_noop("The PDF holds more text than allowed. Split it and upload the parts."),
    gettext_noop("Reading the PDF took too long and was stopped. Print it to a new PDF and upload that."),
    gettext_noop("Reading the PDF took too much memory and was stopped. Print it to a new PDF and upload that."),
    gettext_noop("The PDF made its reader crash. Print it to a new PDF and upload that."),
    gettext_noop("The PDF is damaged beyond repair. Ask its sender for it again."),
    gettext_noop(
        "The PDF reader could not be started. This is not the file's fault: try again, and tell the operator if it "
        "stays."
    ),
)

FLAGS = (
    gettext_noop(
        "The file is damaged and was repaired while reading. Parts may be missing: compare it with what was sent."
    ),
    gettext_noop("The PDF holds JavaScript. It was not run."),
    # Translators: names of files.
    gettext_noop("Attached to the PDF: %(names)s."),
    gettext_noop("Attached to the PDF: %(names)s and %(count)s more."),
    gettext_noop("Attached files that could not be read or are too large: %(count)s."),
    gettext_noop("The document holds no text: it is a scan or a drawing. OCR it first."),
    gettext_noop("Page %(page)s is damaged and could not be read."),
    gettext_noop("Page %(page)s lies on its side in the PDF. It is shown turned, so that it can be read."),
    gettext_noop("Page %(page)s shows something, but holds no text: a scan or a drawing."),
    gettext_noop("The characters of page %(page)s cannot be told: the file lacks what maps them."),
    gettext_noop("The text of page %(page)s is a layer behind its picture and may differ from what is seen."),
    gettext_noop("Page %(page)s holds text that cannot be seen: “%(text)s”. It is not used."),
    gettext_noop("Page %(page)s has a comment that it does not print: “%(text)s”. It is not used."),
    gettext_noop("Page %(page)s could not be drawn in time: whether all of its text can be seen is unknown."),
)

NOTES = (
    gettext_noop("No text on these pages: scanned?"),
    # Translators: the number may be 1.
    gettext_noop("%(count)s values from the fields of the PDF form"),
    gettext_noop("the contract has none of the fields of an invoice XML"),
    gettext_noop("embedded invoice XML: %(file)s"),
    gettext_noop("no embedded invoice XML"),
    # Translators: XML is what the attached file holds; the name is that of its outermost element.
    gettext_noop("%(file)s: XML, but no invoice in the CII format (%(name)s)"),
    gettext_noop("%(file)s: larger than %(size)s MB"),
    gettext_noop("%(file)s: has a document type definition or entities, which are refused"),
    gettext_noop("%(file)s: not well-formed (%(error)s)"),
    # Translators: names of fields that a source states and the contract does not have.
    gettext_noop("not in the contract: %(names)s"),
    # Translators: another pipeline says that it failed; the code is for programs.
    gettext_noop("failed: %(code)s: %(why)s"),
    # Translators: the number may be 1.
    gettext_noop("%(count)s values left out: the record gives raw text but no value"),
    # Translators: names of entries in the record of another pipeline.
    gettext_noop("not understood: %(names)s"),
)

VALUES = (
    gettext_noop("The text holds a character that cannot be stored (U+%(code)s)."),
    gettext_noop("“%(text)s” is neither a yes nor a no."),
    gettext_noop("“%(text)s” is none of the allowed values."),
    gettext_noop("“%(text)s” is none of the allowed values. The nearest is “%(nearest)s”."),
    gettext_noop("“%(text)s” has more than %(count)s digits."),
    gettext_noop(
        "“%(text)s” can mean %(one)s or %(other)s: nothing says which decimal mark the field or the document uses."
    ),
    gettext_noop("The digits of “%(text)s” are not grouped as those of a number are."),
    gettext_noop("“%(text)s” is too long for a number."),
    gettext_noop("“%(text)s” is not a number."),
    gettext_noop("“%(text)s” is larger or smaller than any number of a document."),
    gettext_noop("“%(text)s” is more than a number with its unit."),
    gettext_noop("“%(text)s” names two currencies or units."),
    gettext_noop("“%(text)s” is no amount of money: its unit is no currency."),
    gettext_noop("“%(text)s” is no percentage."),
    gettext_noop("“%(text)s” is not a whole number."),
    gettext_noop("“%(text)s” can mean %(one)s or %(other)s: nothing says whether day or month comes first."),
    gettext_noop(
        "“%(text)s” can mean %(one)s or %(other)s or %(third)s: nothing says whether day or month comes first."
    ),
    gettext_noop("“%(text)s” does not name its year."),
    gettext_noop("“%(text)s” is not a date."),
    gettext_noop("“%(text)s” is no day of the calendar."),
    # Translators: the type is the word of the contract: text, money, date …
    gettext_noop("The stored value “%(text)s” is none of type %(type)s."),
)

CHECKS = (
    # Translators: a check failed: what was found, and what it should be; left and right may be sums of fields.
    gettext_noop("%(left)s is %(found)s, but should be equal to %(right)s."),
    gettext_noop("%(left)s is %(found)s, but should be at most %(right)s."),
    gettext_noop("%(left)s is %(found)s, but should be at least %(right)s."),
    gettext_noop("%(left)s is %(found)s, but should be less than %(right)s."),
    gettext_noop("%(left)s is %(found)s, but should be more than %(right)s."),
    # Translators: like “Net + Tax is 119, but should be equal to Gross, which is 120.”
    gettext_noop("%(left)s is %(found)s, but should be equal to %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be at most %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be at least %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be less than %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be more than %(right)s, which is %(other)s."),
    # Translators: of dates, like the next three.
    gettext_noop("%(left)s is %(found)s, but should not be later than %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should not be earlier than %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be earlier than %(right)s, which is %(other)s."),
    gettext_noop("%(left)s is %(found)s, but should be later than %(right)s, which is %(other)s."),
    gettext_noop("%(term)s is no valid IBAN: its check digits do not fit."),
)

RULES = (
    # Translators: check is the name of a check, like the names of fields below.
    gettext_noop("Check %(check)s: %(problem)s"),
    gettext_noop("Field %(field)s: %(problem)s"),
    gettext_noop("“%(text)s” is no language that month names are known for."),
    gettext_noop("“%(text)s” is no currency."),
    gettext_noop("the unit of a percentage is %% (or 1, for a fraction), not “%(text)s”."),
    gettext_noop("“%(text)s” means both %(one)s and %(other)s."),
    gettext_noop("The rule is longer than %(count)s characters."),
    gettext_noop("%(name)s is of type %(type)s: iban() takes an identifier or text."),
    gettext_noop("%(name)s is no list of the contract. Its lists: %(names)s."),
    gettext_noop("%(name)s is no list of the contract. Its lists: none."),
    gettext_noop(
        "“%(text)s” is no rule. A rule may use field names, numbers, + - * /, sum(list.column), =, <=, >=, <, > and "
        "iban(field)."
    ),
    gettext_noop("“%(text)s” compares nothing: =, <=, >=, < or > is missing."),
    gettext_noop("“%(text)s”: a rule compares two sides with one of =, <=, >=, <, >."),
    gettext_noop("“%(text)s” compares a date with a number."),
    gettext_noop("“%(text)s” names no field."),
    gettext_noop(
        "%(name)s() cannot be used here. A rule may use field names, numbers, + - * /, sum(list.column), =, <=, >=, <, "
        "> and iban(field)."
    ),
    gettext_noop(
        "“%(text)s” cannot be used in a rule. A rule may use field names, numbers, + - * /, sum(list.column), =, <=, "
        ">=, <, > and iban(field)."
    ),
    gettext_noop("sum() adds up one list, as in sum(line_items.line_total); not “%(text)s”."),
    gettext_noop("%(text)s is a date: dates can be compared, but not be reckoned with."),
    # Translators: the word each stands so in rules, in whatever language.
    gettext_noop(
        "%(list)s.%(name)s has a value for every item: write sum(%(list)s.%(name)s), or begin the rule with "
        "“each %(list)s:”."
    ),
    gettext_noop("%(name)s is no field of the list %(list)s. Its fields: %(names)s."),
    gettext_noop("%(name)s is a list: name one of its columns, as in sum(%(name)s.column)."),
    gettext_noop("%(name)s is no field of the contract. Its fields: %(names)s."),
    gettext_noop("%(name)s is no field of the contract. Its fields: none."),
    gettext_noop("%(name)s is of type %(type)s: a rule reckons with numbers and compares dates."),
)

DEFINITIONS = (
    gettext_noop("%(name)s: allowed values belong to type enum, and an enum needs them"),
    gettext_noop("a contract needs at least one field or list"),
    gettext_noop("%(names)s: named more than once in the contract"),
    gettext_noop("%(names)s: named more than once in the list %(list)s"),
    gettext_noop("%(names)s: named more than once among the checks"),
    gettext_noop("%(name)s is the last field of the list %(list)s: remove the list instead"),
    # Translators: from here on what pydantic says of a definition in JSON.
    gettext_noop("Value error, %(problem)s"),
    gettext_noop("Field required"),
    gettext_noop("Extra inputs are not permitted"),
    gettext_noop("Input should be a valid string"),
    gettext_noop("Input should be a valid string, unable to parse raw data as a unicode string"),
    # Translators: the pattern is a regular expression.
    gettext_noop("String should match pattern '%(pattern)s'"),
    gettext_noop("Input should be a valid boolean"),
    gettext_noop("Input should be a valid boolean, unable to interpret input"),
    gettext_noop("Input should be a valid decimal"),
    gettext_noop("Decimal input should be an integer, float, string or Decimal object"),
    gettext_noop("Input should be a finite number"),
    gettext_noop("Input should be greater than or equal to 0"),
    gettext_noop("Input should be a valid array"),
    gettext_noop("Input should be a valid list"),
    gettext_noop("Input should be a valid tuple"),
    gettext_noop("Input should be an object"),
    gettext_noop("Input should be a valid dictionary"),
    gettext_noop("Input should be a valid dictionary or instance of %(name)s"),
    gettext_noop("Tuple should have at least 1 item after validation, not 0"),
    # Translators: values in quotation marks, the last after “or”.
    gettext_noop("Input should be %(values)s"),
)

JSON = (
    gettext_noop("Invalid JSON: %(problem)s at line %(line)s column %(column)s"),
    gettext_noop("EOF while parsing a list"),
    gettext_noop("EOF while parsing an object"),
    gettext_noop("EOF while parsing a string"),
    gettext_noop("EOF while parsing a value"),
    gettext_noop("expected `:`"),
    gettext_noop("expected `,` or `]`"),
    gettext_noop("expected `,` or `}`"),
    # Translators: true, false or null is not written out.
    gettext_noop("expected ident"),
    gettext_noop("expected value"),
    gettext_noop("invalid escape"),
    gettext_noop("invalid number"),
    gettext_noop("number out of range"),
    gettext_noop("invalid unicode code point"),
    gettext_noop("control character (\\u0000-\\u001F) found while parsing a string"),
    gettext_noop("key must be a string"),
    gettext_noop("lone leading surrogate in hex escape"),
    gettext_noop("unexpected end of hex escape"),
    gettext_noop("trailing comma"),
    gettext_noop("trailing characters"),
    gettext_noop("recursion limit exceeded"),
    # Translators: what is wrong with a line of JSON, and where in it.
    gettext_noop("%(problem)s: line %(line)s column %(column)s (char %(place)s)"),
    gettext_noop("Expecting value"),
    gettext_noop("Expecting property name enclosed in double quotes"),
    gettext_noop("Expecting ':' delimiter"),
    gettext_noop("Expecting ',' delimiter"),
    gettext_noop("Unterminated string starting at"),
    gettext_noop("Invalid control character at"),
    gettext_noop("Invalid \\escape"),
    gettext_noop("Invalid \\uXXXX escape"),
    gettext_noop("Extra data"),
)

STORED = (
    # Translators: of the contract: why something was changed.
    gettext_noop("version %(number)s"),
    # Translators: the type is the word of the contract: text, money, date …
    gettext_noop("%(field)s is a %(type)s now"),
    gettext_noop("to run %(run)s: %(source)s"),
    gettext_noop("The other pipeline failed: %(why)s"),
    gettext_noop("An error of the program (%(kind)s), not of the document: report it with extraction %(pk)s."),
    gettext_noop("An error of the program (%(kind)s): report it with evaluation %(pk)s."),
    gettext_noop("An error of the program (%(kind)s): report it with number %(pk)s."),
    gettext_noop(
        "Given up: the worker died or ran out of time in each of %(attempts)s attempts. Look at the file before you "
        "retry it."
    ),
)
"""Of the portal itself: what its services write into rows."""

SENTENCES = (
    *PDFS, *FLAGS, *NOTES, *VALUES, *CHECKS, *RULES, *DEFINITIONS, *JSON, *TABLES, *FIELDS_SHEET, *STORED,
)  # fmt: skip

DETAILS = (
    gettext_noop("more than %(size)s MB"),
    # Translators: so many rows, or columns.
    gettext_noop("%(most)s are allowed"),
    gettext_noop("row %(row)s; %(most)s are allowed"),
    gettext_noop("line %(line)s: %(error)s"),
    # Translators: of a workbook, which is a package of files.
    gettext_noop("two of its parts have the same name"),
    gettext_noop("its list of sheets is broken"),
    gettext_noop("%(part)s is missing"),
    # Translators: so much comes out of a file of so little.
    gettext_noop("%(unpacked)s MB from %(packed)s MB"),
    gettext_noop("%(sheet)s reaches to row %(row)s; %(most)s are allowed"),
    gettext_noop("%(sheet)s reaches to column %(column)s; %(most)s are allowed"),
    gettext_noop("%(sheet)s: %(rows)s rows x %(columns)s columns; %(most)s cells are allowed"),
    gettext_noop("it holds a document type, which no program writes into a workbook"),
    gettext_noop("%(part)s holds a document type"),
    gettext_noop("%(part)s is not in UTF-8"),
    gettext_noop("row %(row)s, column %(column)s points to a text that there cannot be"),
    gettext_noop("row %(row)s, column %(column)s holds a value in pieces"),
    gettext_noop("row %(row)s, column %(column)s holds two values, or one outside a cell"),
    gettext_noop("row %(row)s, column %(column)s holds its cells twice"),
    gettext_noop("row %(row)s, column %(column)s holds a value where its text should be"),
    gettext_noop("row %(row)s, column %(column)s is there twice, or not in order"),
    gettext_noop("row %(row)s, column %(column)s is followed by a cell with an address that is none: %(text)s"),
    gettext_noop("row %(row)s, column %(column)s is followed by a row with a number that is none: %(text)s"),
    gettext_noop("the sheet %(sheet)s has no part"),
    gettext_noop("one of its sheets is something else"),
    gettext_noop("line %(line)s has more than %(most)s characters"),
)
"""What stands in parentheses behind a sentence about a table."""

TERMS = (
    gettext_noop("the sum of %(name)s"),
    # Translators: a field of an item of a list, which has a number.
    gettext_noop("%(name)s of item %(item)s"),
)
"""What stands beside the titles of fields where a check says what it found."""
