package dev.finetuning.eval.report;

/**
 * What a report says before anything else, in large letters.
 *
 * @param tone how to take it
 * @param headline in a few words: {@code "Better than production"}
 * @param explanation the sentence behind it, with its figures
 */
public record Banner(Tone tone, String headline, String explanation) {
    /** How to take it. */
    public enum Tone {
        GOOD("✓"),
        BAD("✕"),
        UNDECIDED("≈"),
        NEUTRAL("i");

        private final String sign;

        Tone(String sign) {
            this.sign = sign;
        }

        /** A sign that tells tones apart without colour. */
        public String sign() {
            return sign;
        }
    }
}
