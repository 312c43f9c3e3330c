/** Training and chat with Mistral. */
module dev.finetuning.mistral {
    requires static transitive org.jspecify;
    requires transitive dev.finetuning.core;
    requires com.fasterxml.jackson.databind;
    requires jtokkit;
    requires transitive java.net.http;

    exports dev.finetuning.mistral;
    exports dev.finetuning.mistral.checks;
    exports dev.finetuning.mistral.tokens;

    // a tokenizer file is read into records
    opens dev.finetuning.mistral.tokens to
            com.fasterxml.jackson.databind;
}
