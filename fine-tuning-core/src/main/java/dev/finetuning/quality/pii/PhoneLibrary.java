package dev.finetuning.quality.pii;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds telephone numbers by the numbering plans of all countries. Needs Google's libphonenumber, an
 * optional dependency, on the class path or module path. It finds every number that is valid in a plan,
 * whatever the words around it. Use it with the built-in forms: {@code
 * PiiDetector.standard().with(PhoneLibrary.region("GB"))}. Immutable and thread-safe.
 */
public final class PhoneLibrary implements EntityRecogniser {
    /** Candidates that may fail before a text is given up, in proportion to its length, so that the time is linear. */
    private static final int CHARACTERS_PER_TRY = 8;

    private final PhoneNumberUtil plans;
    private final String region;

    private PhoneLibrary(PhoneNumberUtil plans, String region) {
        this.plans = plans;
        this.region = region;
    }

    /**
     * Finds numbers as dialled within a region, and international numbers.
     *
     * @param region the ISO 3166-1 code of two letters: {@code "DE"}
     * @throws IllegalArgumentException if there is no numbering plan for the region
     * @throws IllegalStateException if libphonenumber is not on the path
     */
    public static PhoneLibrary region(String region) {
        PhoneNumberUtil plans = plans();
        String code = region.toUpperCase(Locale.ROOT);
        if (!plans.getSupportedRegions().contains(code)) {
            throw new IllegalArgumentException("there is no numbering plan for the region " + code);
        }
        return new PhoneLibrary(plans, code);
    }

    private static PhoneNumberUtil plans() {
        try {
            return PhoneNumberUtil.getInstance();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "add com.googlecode.libphonenumber:libphonenumber to the dependencies to recognise telephone numbers by it",
                    e);
        }
    }

    @Override
    public List<PiiSpan> find(String text) {
        List<PiiSpan> spans = new ArrayList<>();
        long tries = 64L + text.length() / CHARACTERS_PER_TRY;
        for (PhoneNumberMatch match : plans.findNumbers(text, region, PhoneNumberUtil.Leniency.VALID, tries)) {
            spans.add(new PiiSpan("PHONE_NUMBER", match.start(), match.end()));
        }
        return spans;
    }
}
