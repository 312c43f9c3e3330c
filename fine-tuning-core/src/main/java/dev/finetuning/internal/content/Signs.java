package dev.finetuning.internal.content;

/** Characters that are no letters and yet change what is said: {@code +}, {@code <}, {@code #}, {@code %}, emoji. */
public final class Signs {
    private Signs() {}

    /**
     * Whether the character at a place means something. Mathematical, currency and other symbols do; so do
     * {@code # % & * @ / \} and a minus before a digit. Other punctuation does not.
     */
    public static boolean mean(CharSequence text, int index, int codePoint) {
        if (codePoint < 128) {
            return switch (codePoint) {
                case '+', '<', '=', '>', '$', '#', '%', '&', '*', '@', '/', '\\' -> true;
                case '-' -> minus(text, index);
                default -> false;
            };
        }
        int type = Character.getType(codePoint);
        return type == Character.MATH_SYMBOL || type == Character.CURRENCY_SYMBOL || type == Character.OTHER_SYMBOL;
    }

    /** Whether a dash is a sign of a number: a digit follows, and no letter or digit stands before. */
    private static boolean minus(CharSequence text, int index) {
        boolean digit = index + 1 < text.length() && Character.isDigit(text.charAt(index + 1));
        return digit && (index == 0 || !Character.isLetterOrDigit(text.charAt(index - 1)));
    }
}
