/** Training and chat with Mistral. */
module dev.finetuning.mistral {
    requires static transitive org.jspecify;
    requires transitive dev.finetuning.core;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;

    exports dev.finetuning.mistral;
}
