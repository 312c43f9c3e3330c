/** An application on the module path. */
module consumer {
    requires dev.finetuning.eval;
    requires dev.finetuning.openai;
    requires dev.finetuning.mistral;
}
