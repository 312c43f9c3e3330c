package dev.finetuning.quality.remedy;

/**
 * A remedy of which more is known than it says of itself.
 *
 * @param remedy what treats the examples
 * @param confidential whether its takings stay unwritten
 * @param independent whether its passes remember nothing of an example that changes what they do with another
 */
record DeclaredRemedy(Remedy remedy, boolean confidential, boolean independent) implements Remedy {
    @Override
    public Pass begin() {
        return remedy.begin();
    }
}
