# SPDX-License-Identifier: Apache-2.0
# Joins what a GPU computed with the PTX it was compiled from. In awk, since a machine with a GPU may lack Python.
#
# Usage: awk -v capability=90 -f join.awk ptx_hashes.csv output_hashes.csv >outputs.csv
# Takes the PTX of the highest target that the capability reaches; exits with 1 if a kernel has none.
BEGIN {
    FS = OFS = ","
    print "activation,pass,dtype,layout,architecture,ptx_hash,input_hash,output_hash"
}
FNR == 1 { file += 1; next }
{ kernel = $1 FS $2 FS $3 FS $4 }
file == 1 {
    if ($5 + 0 <= capability + 0 && $5 + 0 > architecture + 0) architecture = $5
    ptx_hash[kernel, $5] = $6
    next
}
!((kernel, architecture) in ptx_hash) {
    print "no PTX for capability " capability ": " kernel >"/dev/stderr"
    failed = 1
    next
}
{
    print kernel, architecture, ptx_hash[kernel, architecture], $5, $6
    rows += 1
}
END { exit failed || !rows }
