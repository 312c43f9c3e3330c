package dev.finetuning.run;

/** Where a run stands on its way; each stage names what is to be done next. */
public enum RunStage {
    /** Send the prepared data to the provider. */
    UPLOAD,
    /** Create the one paid job. */
    SUBMIT,
    /** Find out whether a creation whose answer was lost made a job. */
    RECONCILE,
    /** Follow the job. */
    TRAIN,
    /** Ask the new model a question until its host serves it. */
    ASK,
    /** Measure the new model. */
    EVALUATE,
    /** Enter it into the registry. */
    REGISTER,
    /** Let the policy decide whether it goes into production. */
    PROMOTE,
    /** Nothing is left to do. */
    DONE
}
