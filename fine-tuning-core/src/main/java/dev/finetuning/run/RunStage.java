package dev.finetuning.run;

/** The stages of a run; each is named after what is to be done next. */
public enum RunStage {
    /** Upload the prepared data to the provider. */
    UPLOAD,
    /** Create the one paid job. */
    SUBMIT,
    /** Find out whether a creation whose answer was lost did create a job. */
    RECONCILE,
    /** Follow the job. */
    TRAIN,
    /** Ask the new model a question until the provider serves it. */
    ASK,
    /** Evaluate the new model. */
    EVALUATE,
    /** Register the new model. */
    REGISTER,
    /** Let the policy decide about the promotion. */
    PROMOTE,
    /** Nothing is left to do. */
    DONE
}
