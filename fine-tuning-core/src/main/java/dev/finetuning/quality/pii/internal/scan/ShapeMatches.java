package dev.finetuning.quality.pii.internal.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.finetuning.quality.pii.PiiSpan;
import dev.finetuning.quality.pii.internal.phone.PhoneShape;
import dev.finetuning.quality.pii.internal.shape.CardShape;
import dev.finetuning.quality.pii.internal.shape.CryptoShape;
import dev.finetuning.quality.pii.internal.shape.EmailShape;
import dev.finetuning.quality.pii.internal.shape.IbanShape;
import dev.finetuning.quality.pii.internal.shape.Ipv4Shape;
import dev.finetuning.quality.pii.internal.shape.Ipv6Shape;
import dev.finetuning.quality.pii.internal.shape.LicenceShape;
import dev.finetuning.quality.pii.internal.shape.MacShape;
import dev.finetuning.quality.pii.internal.shape.PassportLineShape;
import dev.finetuning.quality.pii.internal.shape.PassportShape;
import dev.finetuning.quality.pii.internal.shape.Shape;
import dev.finetuning.quality.pii.internal.shape.SsnShape;
import dev.finetuning.quality.pii.internal.shape.UrlShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tries shapes at places of one text and gathers what they find. */
public final class ShapeMatches {
    /** The shapes in the order in which they win where they overlap. They and their patterns hold no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    public enum Kind {
        URL(new UrlShape()),
        EMAIL(new EmailShape()),
        IBAN(new IbanShape()),
        CARD(new CardShape()),
        CRYPTO(new CryptoShape()),
        PASSPORT_LINE(new PassportLineShape()),
        PASSPORT(new PassportShape()),
        LICENCE(new LicenceShape()),
        SSN(new SsnShape()),
        MAC(new MacShape()),
        IPV6(new Ipv6Shape()),
        IPV4(new Ipv4Shape()),
        PHONE(new PhoneShape());

        private final Shape shape;
        private final Pattern pattern;

        Kind(Shape shape) {
            this.shape = shape;
            this.pattern = Pattern.compile(shape.pattern());
        }

        /** The written form. */
        public Shape shape() {
            return shape;
        }
    }

    /** No shape but a URL and an address is longer than this many characters. */
    private static final int WINDOW = 96;

    private final String text;
    private final Map<Kind, List<PiiSpan>> found = new EnumMap<>(Kind.class);

    public ShapeMatches(String text) {
        this.text = text;
    }

    /** What each shape found, overlaps and all. */
    public List<List<PiiSpan>> found() {
        return new ArrayList<>(found.values());
    }

    /** Where the last occurrence of a kind ends. */
    public int resume(Kind kind) {
        List<PiiSpan> spans = found.get(kind);
        return spans == null ? 0 : spans.get(spans.size() - 1).end();
    }

    /** Tries a shape that is not longer than a number. */
    public boolean at(Kind kind, int start) {
        return at(kind, start, Math.min(text.length(), start + WINDOW));
    }

    /** Tries a shape between two places. */
    public boolean at(Kind kind, int start, int end) {
        if (start < resume(kind)) {
            return false;
        }
        Matcher matcher = kind.pattern.matcher(text.substring(start, end));
        if (!matcher.lookingAt()) {
            return false;
        }
        int stop = kind.shape.accept(text, start, start + matcher.end());
        if (stop == Shape.NONE) {
            return false;
        }
        found.computeIfAbsent(kind, each -> new ArrayList<>()).add(new PiiSpan(kind.shape.entity(), start, stop));
        return true;
    }
}
