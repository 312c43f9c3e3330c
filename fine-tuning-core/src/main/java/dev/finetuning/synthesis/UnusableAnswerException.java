package dev.finetuning.synthesis;

/** A model's answer is not what was asked for. Caught in this package; holds no content. */
final class UnusableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String reason;

    UnusableAnswerException(String code, String reason) {
        super(reason, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    String code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
