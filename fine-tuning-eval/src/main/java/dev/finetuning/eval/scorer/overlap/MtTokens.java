package dev.finetuning.eval.scorer.overlap;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tokenisation "13a" of mteval-v13a, sacreBLEU's default. */
final class MtTokens {
    private static final Pattern SYMBOL = Pattern.compile("([\\{-\\~\\[-\\` -\\&\\(-\\+\\:-\\@\\/])");
    private static final Pattern POINT_AFTER_OTHER = Pattern.compile("([^0-9])([\\.,])");
    private static final Pattern POINT_BEFORE_OTHER = Pattern.compile("([\\.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private static final Pattern SPACE = Pattern.compile(PythonSpace.RUN);

    private MtTokens() {}

    static List<String> of(String line) {
        String text = withoutTrailingSpace(line)
                .replace("<skipped>", "")
                .replace("-\n", "")
                .replace("\n", " ");
        if (text.contains("&")) {
            text = text.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        text = SYMBOL.matcher(" " + text + " ").replaceAll(" $1 ");
        text = POINT_AFTER_OTHER.matcher(text).replaceAll("$1 $2 ");
        text = POINT_BEFORE_OTHER.matcher(text).replaceAll(" $1 $2");
        text = DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
        return Stream.of(SPACE.split(text)).filter(token -> !token.isEmpty()).toList();
    }

    /** sacreBLEU cuts it off before it tokenises, so that a "-" before the last line end is a token. */
    private static String withoutTrailingSpace(String line) {
        int end = line.length();
        while (end > 0 && PythonSpace.is(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }
}
