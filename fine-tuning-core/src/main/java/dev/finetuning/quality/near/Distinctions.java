package dev.finetuning.quality.near;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.RatedExample;
import dev.finetuning.internal.content.CanonicalDigest;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Passage;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What words leave out. Two examples in nearly the same words are still different where they show different
 * images or hold different signs (👍 and 👎, {@code <} and {@code >}), and two in exactly the same words are
 * where lines are set in differently, as code is.
 *
 * @param meaning a hash of ratings, media and of the signs that occur
 * @param indentation a hash of how lines are set in
 */
record Distinctions(long meaning, long indentation) {
    private static final Set<String> MEDIA =
            Set.of(("image images image_url image_path video videos audio audios file files document documents media"
                            + " attachment attachments")
                    .split(" ", -1));

    static Distinctions of(Example example) {
        Set<Integer> signs = new TreeSet<>();
        long[] indentation = {1};
        Passage.forEach(example, passage -> {
            signs(passage.text(), signs);
            indentation[0] = indentation[0] * 31 + indentation(passage.text());
        });
        CanonicalDigest digest = new CanonicalDigest();
        signs.forEach(digest::value);
        digest.value(example instanceof RatedExample rated ? rated.desirable() : null);
        for (MessageList list : MessageList.of(example)) {
            list.messages().forEach(message -> parts(message, digest));
        }
        for (Map.Entry<String, Object> extra : example.info().extras().entrySet()) {
            if (MEDIA.contains(extra.getKey().toLowerCase(Locale.ROOT))) {
                digest.value(extra.getKey());
                digest.value(extra.getValue());
            }
        }
        return new Distinctions(ByteBuffer.wrap(digest.end()).getLong(), indentation[0]);
    }

    /** Whether examples with such similar words are different nevertheless. */
    boolean tellApart(Distinctions other, double similarity) {
        return meaning != other.meaning || (similarity >= 1 && indentation != other.indentation);
    }

    private static void parts(Message message, CanonicalDigest digest) {
        if (message.content().orElse(null) instanceof Content.Parts content) {
            content.parts().stream()
                    .filter(part -> MEDIA.contains(part.type()) || part.type().startsWith("input_"))
                    .filter(part -> !part.type().endsWith("text"))
                    .forEach(part -> digest.value(part.fields()));
        }
    }

    private static void signs(String text, Set<Integer> signs) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isSign(text, i, c)) {
                signs.add(c);
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isSign(String text, int index, int c) {
        if (c < 128) {
            return switch (c) {
                case '+', '<', '=', '>', '%', '$' -> true;
                case '#' -> index > 0 && Character.isLetter(text.charAt(index - 1));
                default -> false;
            };
        }
        int type = Character.getType(c);
        return type == Character.MATH_SYMBOL || type == Character.CURRENCY_SYMBOL || type == Character.OTHER_SYMBOL;
    }

    /** A hash of where lines are set in further or less than the line before. */
    private static long indentation(String text) {
        long hash = 0;
        int before = 0;
        for (int line = text.indexOf('\n'); line >= 0; line = text.indexOf('\n', line + 1)) {
            int at = line + 1;
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            boolean blank = at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
            if (!blank) {
                int now = at - line - 1;
                hash = hash * 31 + Integer.signum(now - before);
                before = now;
            }
        }
        return hash;
    }
}
