package dev.finetuning.sandbox;

/** What may go wrong between a client and a provider. */
public enum Fault {
    /** The request is carried out, and no answer ever comes. */
    TIMEOUT_AFTER,
    /** The request is carried out, and the connection is reset. */
    RESET_AFTER,
    /** The request is carried out, and a gateway answers 502. */
    BAD_GATEWAY_AFTER,
    /** The request is carried out, and half the answer's body comes before the connection ends. */
    HALF_BODY_AFTER,
    /** The request is carried out, and a complete answer 200 holds half of the JSON. */
    CUT_JSON_AFTER,
    /** The request is carried out, and the answer comes byte by byte. */
    DRIP_AFTER,
    /** The request is carried out, and two answers {@code 100 Continue} come before the real one. */
    TWO_CONTINUES_AFTER,
    /** The request is carried out, and two answers {@code 102 Processing} come before the real one. */
    TWO_PROCESSINGS_AFTER,
    /** The request is carried out, and an error follows whose body has 100 MB. */
    HUGE_ERROR_AFTER,
    /** The request is carried out, and the connection ends although the answer says that it stays. */
    CLOSED_ALIVE_AFTER,
    /** The request is not carried out, and the connection is reset. */
    RESET_BEFORE,
    /** The request is not carried out, and what comes back is not HTTP. */
    GARBAGE_BEFORE;

    /** Whether the provider did what it was asked. */
    public boolean carriedOut() {
        return this != RESET_BEFORE && this != GARBAGE_BEFORE;
    }
}
