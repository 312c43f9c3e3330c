package dev.finetuning.eval.report;

/**
 * The headline of a report.
 *
 * @param tone good, bad or neutral
 * @param headline a few words: {@code "Better than production"}
 * @param explanation a sentence with the figures
 */
public record Banner(Tone tone, String headline, String explanation) {
    /** The tone of a headline. */
    public enum Tone {
        GOOD("✓"),
        BAD("✕"),
        UNDECIDED("≈"),
        NEUTRAL("i");

        private final String sign;

        Tone(String sign) {
            this.sign = sign;
        }

        /** A sign that distinguishes tones without colour. */
        public String sign() {
            return sign;
        }
    }
}
