package dev.finetuning.quality.remedy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;

/** Fills names between double braces. */
final class PlaceholderFill {
    private static final Pattern NAME = Pattern.compile("\\{\\{\\s*([^{}\\s](?:[^{}\\n]{0,60}[^{}\\s])?)\\s*\\}\\}");

    private final Map<String, String> values;

    PlaceholderFill(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    String apply(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        StringBuilder filled = new StringBuilder(text.length());
        Matcher matcher = NAME.matcher(text);
        int from = 0;
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value != null) {
                filled.append(text, from, matcher.start()).append(value);
                from = matcher.end();
            }
        }
        return filled.append(text, from, text.length()).toString();
    }
}
