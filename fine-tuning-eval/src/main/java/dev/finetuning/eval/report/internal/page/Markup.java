package dev.finetuning.eval.report.internal.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.owasp.encoder.Encode;

/**
 * Writes HTML that is well-formed by construction: names come from the code, everything else goes
 * through an encoder.
 */
public final class Markup {
    // a character class without repetition: linear, whatever the text
    private static final Pattern DIRECTION_CONTROLS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are pairs of name and value. */
    public Markup open(String tag, String... attributes) {
        start(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Text; controls that would reverse the direction of what follows are shown as missing characters. */
    public Markup text(String text) {
        out.append(Encode.forHtmlContent(DIRECTION_CONTROLS.matcher(text).replaceAll("\uFFFD")));
        return this;
    }

    /** A whole element that holds text only. */
    public Markup leaf(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that cannot hold anything. */
    public Markup empty(String tag, String... attributes) {
        start(tag, attributes).append("/>");
        return this;
    }

    /** Text that must not be encoded, because it is code of ours or already safe where it stands. */
    public Markup trusted(String text) {
        out.append(text);
        return this;
    }

    private StringBuilder start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(Encode.forHtmlAttribute(attributes[i + 1]))
                    .append('"');
        }
        return out;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("unclosed elements: " + open);
        }
        return out.toString();
    }
}
