/** What a branch of the git remote is called when it is one of ours: `origin/feature` → `feature`. */
export const ownName = (branch: string): string => branch.replace(/^origin\//, '');
