package dev.finetuning.internal.json;

/**
 * Why a text is not acceptable JSON. Caught inside this module and turned into the caller's own
 * exception, so it carries neither stack nor content.
 */
public final class JsonFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String pointer;
    private final String remedy;

    /**
     * A fault.
     *
     * @param code in lower snake case
     * @param pointer the JSON pointer to where it was found, empty for the whole
     */
    public JsonFault(String code, String pointer, String message, String remedy) {
        super(message, null, false, false);
        this.code = code;
        this.pointer = pointer;
        this.remedy = remedy;
    }

    /** The code. */
    public String code() {
        return code;
    }

    /** The place. */
    public String pointer() {
        return pointer;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** What is wrong. */
    public String reason() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
