package dev.finetuning.schema;

import java.util.Map;

/** Regular expressions of ECMA-262, as JSON Schema has them, in RE2's spelling. */
final class EcmaPattern {
    /** Long names of Unicode properties that RE2 only knows by their short ones. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "Letter",
            "L",
            "Number",
            "N",
            "Digit",
            "Nd",
            "digit",
            "Nd",
            "Uppercase_Letter",
            "Lu",
            "Lowercase_Letter",
            "Ll",
            "Punctuation",
            "P",
            "Symbol",
            "S",
            "Separator",
            "Z");

    private EcmaPattern() {}

    static String toRe2(String expression) {
        StringBuilder re2 = new StringBuilder(expression.length());
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                i = escape(expression, i, re2);
            } else if (expression.startsWith("(?<", i) && !lookBehind(expression, i)) {
                re2.append("(?P<");
                i += 2;
            } else {
                re2.append(c);
            }
        }
        return re2.toString();
    }

    private static boolean lookBehind(String expression, int at) {
        return expression.startsWith("=", at + 3) || expression.startsWith("!", at + 3);
    }

    /** Writes what an escape means and tells where it ends. */
    private static int escape(String expression, int at, StringBuilder re2) {
        char kind = expression.charAt(at + 1);
        boolean hex = kind == 'u'
                && at + 6 <= expression.length()
                && expression.substring(at + 2, at + 6).matches("[0-9a-fA-F]{4}");
        if (hex) {
            re2.append("\\x{").append(expression, at + 2, at + 6).append('}');
            return at + 5;
        }
        if (kind == 'c' && at + 2 < expression.length()) {
            re2.append(String.format("\\x{%x}", expression.charAt(at + 2) % 32));
            return at + 2;
        }
        int close = kind == 'p' || kind == 'P' ? expression.indexOf('}', at) : -1;
        if (close > 0 && expression.startsWith("{", at + 2)) {
            String name = expression.substring(at + 3, close).replaceFirst("^(?:General_Category|gc|Script|sc)=", "");
            re2.append('\\')
                    .append(kind)
                    .append('{')
                    .append(PROPERTIES.getOrDefault(name, name))
                    .append('}');
            return close;
        }
        if (kind == '/') {
            re2.append('/');
        } else {
            re2.append('\\').append(kind);
        }
        return at + 1;
    }
}
