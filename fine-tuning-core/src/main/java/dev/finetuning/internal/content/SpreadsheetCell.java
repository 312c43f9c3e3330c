package dev.finetuning.internal.content;

/** Text in a cell that a spreadsheet would otherwise take for a formula. */
public final class SpreadsheetCell {
    /** The signs a formula begins with, also in their full-width and small forms, and the minus of typesetters. */
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212";

    private SpreadsheetCell() {}

    /** The cell, with an apostrophe before it where a spreadsheet would compute it. */
    public static String defused(String cell) {
        return isFormula(cell) ? "'" + cell : cell;
    }

    /** What was defused. */
    public static String undefused(String cell) {
        return cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String cell) {
        int start = 0;
        while (start < cell.length() && isUnseen(cell.charAt(start))) {
            start++;
        }
        boolean formula = start < cell.length() && FORMULA_STARTS.indexOf(cell.charAt(start)) >= 0;
        return formula || (!cell.isEmpty() && "\t\r\n".indexOf(cell.charAt(0)) >= 0);
    }

    /** What a spreadsheet may drop before it looks for a formula: white space, and characters without width. */
    private static boolean isUnseen(char c) {
        int type = Character.getType(c);
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || type == Character.FORMAT
                || type == Character.CONTROL;
    }
}
