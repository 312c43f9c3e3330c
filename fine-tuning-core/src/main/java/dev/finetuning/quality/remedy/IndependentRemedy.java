package dev.finetuning.quality.remedy;

/** A remedy whose passes remember nothing of an example that changes what they do with another. */
record IndependentRemedy(Remedy remedy) implements Remedy {
    @Override
    public Pass begin() {
        return remedy.begin();
    }

    @Override
    public boolean confidential() {
        return remedy.confidential();
    }

    @Override
    public boolean independent() {
        return true;
    }
}
