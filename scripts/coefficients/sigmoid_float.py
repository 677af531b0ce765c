#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the float coefficients of free_exponential_remainder: (e^r - 1 - r) / r^2 on [-0.3467, 0.3467], moved a unit at a
time from a Remez start while the largest error relative to e^r falls."""
import math, random, struct
random.seed(2)
single = lambda v: struct.unpack('f', struct.pack('f', v))[0]
def moved(v, n): return struct.unpack('f', struct.pack('i', struct.unpack('i', struct.pack('f', v))[0] + n))[0]
c=[float.fromhex(v) for v in '0x1.fffffep-2 0x1.5554aep-3 0x1.55571ap-5 0x1.1228d4p-7 0x1.6b6ee6p-10'.split()]
grid=[.3467*math.cos(math.pi*i/60) for i in range(61)]
series=lambda r: sum(r**i/math.factorial(i+2) for i in range(20))
target=[(r,series(r),r*r/math.exp(r)) for r in grid]
worst=lambda c: max(abs(f-((((c[4]*r+c[3])*r+c[2])*r+c[1])*r+c[0]))*w for r,f,w in target)
best=worst(c)
for _ in range(60000):
    d=[moved(v,random.randint(-s,s)) if random.random()<.5 else v for v,s in zip(c,(1,3,30,300,3000))]
    e=worst(d)
    if e<best: best,c=e,d
print(', '.join(single(v).hex().replace('0000000p','p').replace('00p','p')+'f' for v in c), '2^%.2f'%math.log2(best))
